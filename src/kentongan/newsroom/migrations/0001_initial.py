import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("for_press", models.BooleanField(default=True, verbose_name="open to the press")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                ("publish_at", models.DateTimeField(verbose_name="shown from")),
                ("changed_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda_items", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Under way"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                            ("void", "Void: the text changed"),
                            ("cancelled", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("is_urgent", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=80)),
                (
                    "mode",
                    models.CharField(
                        choices=[("approve", "Approve"), ("comment", "Comment only")], default="approve", max_length=8
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leader", "Leader"),
                            ("bureau_head", "Bureau head"),
                            ("pr_coordinator", "PR coordinator"),
                            ("pr_officer", "PR officer (Pranata Humas)"),
                            ("staff", "Staff"),
                            ("spokesperson", "Spokesperson"),
                            ("social_admin", "Social media admin"),
                            ("media_analyst", "Media analyst"),
                            ("info_officer_main", "Main information officer (PPID)"),
                            ("info_officer_unit", "Unit information officer (PPID)"),
                            ("complaint_admin", "Complaint admin"),
                            ("complaint_liaison", "Complaint liaison officer"),
                            ("unit_operator", "Unit operator"),
                            ("intern", "Intern"),
                        ],
                        max_length=20,
                    ),
                ),
                ("needs", models.PositiveSmallIntegerField(default=1)),
                ("due_minutes", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not yet"),
                            ("open", "Now"),
                            ("approved", "Approved"),
                            ("commented", "Commented"),
                            ("returned", "Returned"),
                            ("void", "Void"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="newsroom.approvalround"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due_at"], name="newsroom_step_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="newsroom.approvalstep"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("picture", "Picture"), ("attachment", "Attachment")], max_length=10),
                ),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("renditions", models.JSONField(default=dict)),
                ("alt", models.CharField(blank=True, max_length=500, verbose_name="alternative text")),
                ("credit", models.CharField(blank=True, max_length=150, verbose_name="credit")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="assets", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-added_at"],
                "indexes": [models.Index(fields=["sha256"], name="newsroom_asset_sha")],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press_release", "Press release"),
                            ("media_advisory", "Media advisory"),
                            ("holding_statement", "Holding statement"),
                            ("clarification", "Clarification"),
                            ("speech", "Speech"),
                            ("photo_release", "Photo release"),
                            ("infographic", "Infographic"),
                            ("publication", "Publication or annual report"),
                            ("data_set", "Data set"),
                            ("urgent", "Urgent announcement (serta-merta)"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent lane")),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="approval_chains", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__path", "kind", "is_urgent"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "kind", "is_urgent"), name="newsroom_chain_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=80, verbose_name="step")),
                (
                    "mode",
                    models.CharField(
                        choices=[("approve", "Approve"), ("comment", "Comment only")],
                        default="approve",
                        max_length=8,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leader", "Leader"),
                            ("bureau_head", "Bureau head"),
                            ("pr_coordinator", "PR coordinator"),
                            ("pr_officer", "PR officer (Pranata Humas)"),
                            ("staff", "Staff"),
                            ("spokesperson", "Spokesperson"),
                            ("social_admin", "Social media admin"),
                            ("media_analyst", "Media analyst"),
                            ("info_officer_main", "Main information officer (PPID)"),
                            ("info_officer_unit", "Unit information officer (PPID)"),
                            ("complaint_admin", "Complaint admin"),
                            ("complaint_liaison", "Complaint liaison officer"),
                            ("unit_operator", "Unit operator"),
                            ("intern", "Intern"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("needs", models.PositiveSmallIntegerField(default=1, verbose_name="people needed")),
                ("due_minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="due after, minutes")),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="newsroom.chain"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(blank=True, max_length=200)),
                (
                    "decided",
                    models.CharField(
                        choices=[("approve", "Approved"), ("return", "Returned"), ("comment", "Commented")],
                        max_length=8,
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                (
                    "door",
                    models.CharField(
                        choices=[("desk", "Signed in"), ("link", "One-time link")], default="desk", max_length=5
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("session", "Signed-in session"),
                            ("totp", "Authenticator app"),
                            ("code", "Six-digit code"),
                        ],
                        default="session",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="newsroom.approvalstep",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "by", "decided"), name="newsroom_decision_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press_release", "Press release"),
                            ("media_advisory", "Media advisory"),
                            ("holding_statement", "Holding statement"),
                            ("clarification", "Clarification"),
                            ("speech", "Speech"),
                            ("photo_release", "Photo release"),
                            ("infographic", "Infographic"),
                            ("publication", "Publication or annual report"),
                            ("data_set", "Data set"),
                            ("urgent", "Urgent announcement (serta-merta)"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("pattern", models.CharField(max_length=80, verbose_name="numbering")),
                ("changed_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="number_patterns", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__path", "kind"],
                "constraints": [models.UniqueConstraint(fields=("unit", "kind"), name="newsroom_pattern_once")],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("first", "First edition"),
                            ("update", "Update"),
                            ("correction", "Correction"),
                            ("archive", "Archive"),
                        ],
                        default="first",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("press_release", "Press release"),
                            ("media_advisory", "Media advisory"),
                            ("holding_statement", "Holding statement"),
                            ("clarification", "Clarification"),
                            ("speech", "Speech"),
                            ("photo_release", "Photo release"),
                            ("infographic", "Infographic"),
                            ("publication", "Publication or annual report"),
                            ("data_set", "Data set"),
                            ("urgent", "Urgent announcement (serta-merta)"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("min", "Baso Minangkabau"),
                            ("ban", "Basa Bali"),
                            ("bug", "Basa Ugi"),
                            ("ace", "Bahsa Acèh"),
                            ("bjn", "Bahasa Banjar"),
                            ("bbc", "Hata Batak Toba"),
                            ("ms", "Bahasa Melayu"),
                            ("sas", "Base Sasak"),
                        ],
                        max_length=3,
                        verbose_name="language",
                    ),
                ),
                ("number", models.CharField(max_length=100, verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="headline")),
                ("lead", models.TextField(blank=True)),
                ("slug", models.SlugField(max_length=120)),
                ("text", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("publish_at", models.DateTimeField(verbose_name="published")),
                ("is_embargoed", models.BooleanField(default=False, verbose_name="under embargo until then")),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("short_code", models.CharField(db_index=True, max_length=12)),
                ("spoken_code", models.CharField(max_length=60)),
                ("payload", models.TextField()),
                ("signature", models.CharField(max_length=88)),
                ("kid", models.CharField(max_length=40)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="accounts.institution",
                    ),
                ),
                (
                    "published_by",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-publish_at", "-pk"],
                "indexes": [
                    models.Index(fields=["institution", "-publish_at", "-id"], name="newsroom_public_time"),
                    models.Index(fields=["unit", "-publish_at", "-id"], name="newsroom_public_unit"),
                    models.Index(fields=["institution", "number"], name="newsroom_public_number"),
                    models.Index(fields=["spoken_code"], name="newsroom_public_spoken"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForgeryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("authentic", "Authentic"),
                            ("altered", "Altered"),
                            ("corrected", "Corrected since"),
                            ("withdrawn", "Withdrawn since"),
                            ("mixed", "Mixed"),
                            ("unknown", "Not ours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=20000)),
                ("seen_where", models.CharField(blank=True, max_length=200, verbose_name="where you saw it")),
                ("at", models.DateTimeField()),
                ("delete_on", models.DateField()),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forgery_reports",
                        to="accounts.institution",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="forgery_reports",
                        to="newsroom.publication",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="newsroom.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["hash", "publication"], name="newsroom_hash_of_text"),
                    models.Index(fields=["publication"], name="newsroom_fingerprint_of"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmbargoPass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("outlet", models.CharField(blank=True, max_length=150, verbose_name="outlet")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="newsroom.publication"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="PublicationAsset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="newsroom.asset"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assets", to="newsroom.publication"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "asset"), name="newsroom_public_asset_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("press_release", "Press release"),
                            ("media_advisory", "Media advisory"),
                            ("holding_statement", "Holding statement"),
                            ("clarification", "Clarification"),
                            ("speech", "Speech"),
                            ("photo_release", "Photo release"),
                            ("infographic", "Infographic"),
                            ("publication", "Publication or annual report"),
                            ("data_set", "Data set"),
                            ("urgent", "Urgent announcement (serta-merta)"),
                        ],
                        default="press_release",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("min", "Baso Minangkabau"),
                            ("ban", "Basa Bali"),
                            ("bug", "Basa Ugi"),
                            ("ace", "Bahsa Acèh"),
                            ("bjn", "Bahasa Banjar"),
                            ("bbc", "Hata Batak Toba"),
                            ("ms", "Bahasa Melayu"),
                            ("sas", "Base Sasak"),
                        ],
                        default="id",
                        max_length=3,
                        verbose_name="language",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approval", "In approval"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent lane")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="headline")),
                ("draft", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("wanted_at", models.DateTimeField(blank=True, null=True, verbose_name="to be published at")),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="newsroom.release",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
                "indexes": [models.Index(fields=["unit", "-saved_at"], name="newsroom_release_saved")],
            },
        ),
        migrations.AddField(
            model_name="publication",
            name="release",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="newsroom.release",
            ),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="newsroom.release"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("release", "user"), name="newsroom_presence_once")],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_wrong", models.TextField(max_length=1000, verbose_name="what was wrong")),
                ("is_right", models.TextField(max_length=1000, verbose_name="what is right")),
                ("wrong_since", models.DateTimeField(verbose_name="wrong since")),
                ("told", models.CharField(blank=True, max_length=500, verbose_name="who was told")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="newsroom.publication",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="newsroom.release"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.AddField(
            model_name="approvalround",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="newsroom.release"
            ),
        ),
        migrations.CreateModel(
            name="ReleaseNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveIntegerField(null=True)),
                ("number", models.CharField(max_length=100)),
                ("given_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="numbers",
                        to="newsroom.release",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "number"), name="newsroom_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("sequence__isnull", False)),
                        fields=("unit", "kind", "year", "sequence"),
                        name="newsroom_sequence_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press_release", "Press release"),
                            ("media_advisory", "Media advisory"),
                            ("holding_statement", "Holding statement"),
                            ("clarification", "Clarification"),
                            ("speech", "Speech"),
                            ("photo_release", "Photo release"),
                            ("infographic", "Infographic"),
                            ("publication", "Publication or annual report"),
                            ("data_set", "Data set"),
                            ("urgent", "Urgent announcement (serta-merta)"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("content", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release_templates",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("unit", "name"), name="newsroom_template_once")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("saved", "Saved by hand"),
                            ("kept", "Kept along the way"),
                            ("conflict", "Written at the same time by another"),
                            ("asked", "Sent for approval"),
                            ("published", "Published"),
                            ("imported", "Taken from the archive"),
                        ],
                        default="saved",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="newsroom.release"
                    ),
                ),
            ],
            options={
                "ordering": ["-sequence"],
                "constraints": [models.UniqueConstraint(fields=("release", "sequence"), name="newsroom_version_once")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="newsroom.release"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsroom.releaseversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("release", "user"), name="newsroom_look_once")],
            },
        ),
        migrations.AddField(
            model_name="publication",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="newsroom.releaseversion"
            ),
        ),
        migrations.CreateModel(
            name="PassageComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passage", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "answer_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="newsroom.passagecomment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="newsroom.release"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to="newsroom.releaseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="approvalround",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="newsroom.releaseversion"
            ),
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kid", models.CharField(max_length=40, unique=True)),
                ("public_key", models.CharField(max_length=44)),
                ("private_sealed", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_why", models.CharField(blank=True, max_length=300)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="accounts.institution",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True), ("revoked_at__isnull", True)),
                        fields=("institution",),
                        name="newsroom_key_one_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="topic")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="topic in English")),
                ("slug", models.SlugField(max_length=60, verbose_name="address")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="accounts.institution"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("institution", "slug"), name="newsroom_topic_once")],
            },
        ),
        migrations.AddField(
            model_name="publication",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="publications", to="newsroom.topic"),
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(default="id", max_length=5)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_until", models.DateTimeField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followers", to="accounts.institution"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="accounts.unit",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="newsroom.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("institution"),
                        django.db.models.functions.comparison.Coalesce("unit", 0),
                        django.db.models.functions.comparison.Coalesce("topic", 0),
                        models.F("email"),
                        name="newsroom_follower_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("authentic", "Authentic"),
                            ("altered", "Altered"),
                            ("corrected", "Corrected since"),
                            ("withdrawn", "Withdrawn since"),
                            ("mixed", "Mixed"),
                            ("unknown", "Not ours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("times", models.PositiveIntegerField(default=0)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdict_counts",
                        to="accounts.institution",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdict_counts",
                        to="newsroom.publication",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("institution"),
                        django.db.models.functions.comparison.Coalesce("publication", 0),
                        models.F("hour"),
                        models.F("verdict"),
                        name="newsroom_verdict_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("views", models.PositiveIntegerField(default=0)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="view_counts",
                        to="newsroom.publication",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("publication", "day"), name="newsroom_views_once")],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField(max_length=1000, verbose_name="reason, shown to the public")),
                ("told", models.CharField(blank=True, max_length=500, verbose_name="who was told")),
                ("at", models.DateTimeField()),
                ("payload", models.TextField()),
                ("signature", models.CharField(max_length=88)),
                ("kid", models.CharField(max_length=40)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="newsroom.release"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="newsroom_withdrawal_says_why"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="approvalround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("release",), name="newsroom_round_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("release", "edition"), name="newsroom_edition_once"),
        ),
    ]
