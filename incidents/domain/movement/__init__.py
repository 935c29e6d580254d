"""What is done in the movement: models and their ratings, outreach, yearly standards."""
