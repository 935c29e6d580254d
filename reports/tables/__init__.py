"""Tables of lists of reports, difficulties, directives and projects."""
