from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0005_copies_under_a_text"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="story",
            name="phrases",
        ),
    ]
