from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_search_over_publications")]

    operations = [
        migrations.AddField(
            model_name="signingkey",
            name="resigned_at",
            field=models.DateTimeField(null=True),
        ),
    ]
