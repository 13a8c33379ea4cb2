from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_waiting_newest_first")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="published_on",
            field=models.DateField(blank=True, null=True, verbose_name="published on"),
        ),
    ]
