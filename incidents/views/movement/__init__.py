"""Pages of the movement: models, outreach, yearly standards."""
