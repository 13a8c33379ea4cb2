import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("sequence", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=80, verbose_name="number")),
                (
                    "state",
                    models.CharField(choices=[("draft", "Draft"), ("sent", "Sent")], default="draft", max_length=8),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("figures", models.JSONField(default=dict)),
                ("lede", models.TextField(blank=True, max_length=1200, verbose_name="summary")),
                ("response", models.TextField(blank=True, max_length=4000, verbose_name="recommended response")),
                ("prepared_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="briefs", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "day"), name="reports_brief_once"),
                    models.UniqueConstraint(fields=("unit", "number"), name="reports_brief_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefClip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("is_hidden", models.BooleanField(default=False)),
                ("figures", models.JSONField(default=dict)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clips", to="reports.brief"
                    ),
                ),
                (
                    "mention",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="monitoring.mention",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="BriefPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_active", models.BooleanField(default=True, verbose_name="prepare every day")),
                ("hour", models.TimeField(default=datetime.time(6, 0), verbose_name="ready at")),
                ("working_days_only", models.BooleanField(default=False, verbose_name="working days only")),
                ("recipients", models.JSONField(default=list, verbose_name="recipients")),
                ("for_whom", models.CharField(blank=True, max_length=150, verbose_name="for")),
                (
                    "number_pattern",
                    models.CharField(default="{sequence}/RH/{month}/{year}", max_length=60, verbose_name="numbering"),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="brief_plan", to="accounts.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BriefStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("is_hidden", models.BooleanField(default=False)),
                ("figures", models.JSONField(default=dict)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stories", to="reports.brief"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="monitoring.story"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
    ]
