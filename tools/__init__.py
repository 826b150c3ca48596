"""What builds Gatehouse. None of it is handed out."""
