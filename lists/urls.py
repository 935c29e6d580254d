"""Addresses of lists: saved views, columns, and the confirmation of bulk actions."""

from django.urls import path

from lists.views import saved_views, selections

urlpatterns = [
    path("lists/columns/", saved_views.choose_columns, name="lists_columns"),
    path("lists/views/", saved_views.saved_views, name="lists_views"),
    path("lists/views/save/", saved_views.save, name="lists_view_save"),
    path("lists/views/<int:pk>/", saved_views.change, name="lists_view_change"),
    path("lists/selections/<uuid:pk>/", selections.selection, name="lists_selection"),
]
