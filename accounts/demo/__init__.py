"""Sign-ins of the demonstration district."""
