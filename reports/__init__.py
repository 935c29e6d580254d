"""What goes up and comes down: periodic reports, difficulties, directives, support projects, the meeting."""
