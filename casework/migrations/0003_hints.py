"""The hint "may be the same": the place is looked for before the service is known, words by the search column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_filing_made_whole")]

    operations = [
        # Trigrams of whole sentences did not tell cases apart, and finding by them took 180 ms at a million cases.
        migrations.RemoveIndex(model_name="case", name="case_summary_trgm"),
        migrations.RemoveIndex(model_name="case", name="case_same_place"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["postcode", "service"],
                name="case_same_place",
                condition=models.Q(("is_open", True), models.Q(("postcode", ""), _negated=True)),
            ),
        ),
    ]
