<<<<<<< HEAD
"""Filters of the lists of difficulties, directives and support projects."""
=======
"""Filters of lists of reports, difficulties, directives and projects."""
>>>>>>> main
