"""Tests of the stand-in providers, derived from the providers' documentation."""
