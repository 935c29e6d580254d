"""Row-level security on uploaded books: who sent one sees it, and nobody else."""

from django.db import migrations

from commune_police.db.policies import EnablePolicy, owned_by_commune

ASKING = "(SELECT nullif(current_setting('app.user', true), '')::bigint)"
OWN = (
    "(SELECT app_sees_all('app.communes'))"
    f" OR owner_id = {ASKING} AND ({owned_by_commune('commune_id')})"
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_book_imports")]

    operations = [EnablePolicy("incidents_bookimport", OWN)]
