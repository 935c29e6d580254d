"""What happens in the demonstration district: complicated places, the measures taken and the reviews. Invented."""
