"""What is done about complicated places."""
