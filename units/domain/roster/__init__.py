"""The roster import: rows understood, people recognised, everything planned and shown before anything is written."""
