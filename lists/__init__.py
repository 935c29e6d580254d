"""Lists that read the same everywhere: filter, order, choose columns, save the view, export, act on many rows.

How to make one (an app above ``lists`` does this; nothing here knows the rows):

1. ``tables.py``: declare the columns. ``name`` in the address is the attribute's name::

       class HotspotTable(ListTable):
           name = LinkColumn(_("Name"), view="hotspot_detail")            # link to the row's own page
           commune = TextColumn(_("Commune"), accessor="commune__name", order_by=("commune__code",))
           opened_on = DateColumn(_("Opened"))
           incidents = NumberColumn(_("Incidents"))
           state = TextColumn(_("State"), order_by="state")

           def render_state(self, record: Hotspot) -> str:                # HTML cell: use format_html
               return status_badge(record.tone, record.get_state_display())

           def value_state(self, record: Hotspot) -> str:                 # the same in Excel: plain
               return record.get_state_display()

           class Meta:
               default_columns = ("name", "commune", "state")             # others wait in the column choice

   A ``render_``/``value_`` method takes any of ``value, record, table, column``. Columns that cannot
   be ordered in the database say ``orderable=False``. No column may query: prepare the rows (3).

2. ``filters.py``: a ``ListFilterSet`` (django-filter); ``TextSearch`` searches without diacritics,
   ``CommuneFilter`` offers the communes in scope. Every filter lives in the address (GET).

3. ``views/``: a ``ListPage``::

       class HotspotList(ListPage):
           page_key = "hotspots"                         # names saved views and remembered columns
           title = _("Hotspots")
           permission_required = "incidents.view_hotspot"
           table_class, filterset_class = HotspotTable, HotspotFilter
           default_order = "-opened_on"                  # a column's name, "-" for descending
           empty_hint = _("Report the first one with the button above.")
           actions = (BulkAction(...),)                  # lists.domain.bulk

           def get_queryset(self) -> QuerySet[Hotspot]:
               return Hotspot.objects.visible_to(self.request.scope)

           def rows_queryset(self, queryset):            # only for the 50 rows shown and for exports
               return queryset.select_related("commune").defer("commune__boundary")

           def complete(self, rows):                     # what only some of the fifty rows need
               prefetch_related_objects([row for row in rows if row.is_open], "actions")

   ``standard_filters``/``standard_name`` say how the list opens while nobody saved a default;
   ``column_permissions`` hides columns from some; ``buttons`` gives those beside the title,
   ``files`` more kinds of files beside Excel and CSV.

   ``path("hotspots/", HotspotList.as_view(), name="hotspot_list")`` and that is all: the template,
   chips, pages, export (``?export=xlsx|csv``), print (``?print=1``), saved views and columns come along.

A link from a figure to "all rows behind it" carries its filters, or ``?all=1`` when it has none, so
that nobody's default view narrows it. Rows are read in two steps: first the ordered ids (at most
1,001, which is also the capped count), then the fifty rows of the page, so joins are never sorted.
"""
