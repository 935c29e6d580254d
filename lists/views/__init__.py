"""Views of lists: the page itself, saved views, column choice, and the confirmation of bulk actions."""

from lists.views.list_page import ListPage

__all__ = ["ListPage"]
