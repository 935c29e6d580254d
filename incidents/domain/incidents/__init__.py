"""What is done about incidents."""
