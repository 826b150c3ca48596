"""Tests of the stand-in providers, written from the providers' documentation."""
