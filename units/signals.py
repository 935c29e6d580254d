"""What happens here that the apps above must hear of; units itself knows nobody."""

from django.dispatch import Signal

# Sent with request and officers (a list) when a file with their whole citizen IDs and phones leaves.
numbers_exported = Signal()
