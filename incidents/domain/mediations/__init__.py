"""What is done with a mediation: recording, sessions, parties, moves, follow-up, history."""
