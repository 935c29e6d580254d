"""What people type into reports, difficulties, directives and projects."""
