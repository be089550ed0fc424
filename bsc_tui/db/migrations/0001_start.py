"""The tables as they were first made."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """Create everything."""

    class ReferenceList(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        code = pw.CharField(unique=True, max_length=40)
        label_en = pw.CharField(max_length=200)
        label_fr = pw.CharField(max_length=200)
        label_hy = pw.CharField(max_length=200)
        place = pw.IntegerField()

        class Meta:
            database = db
            table_name = "reference_list"

    class Term(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        list = pw.ForeignKeyField(ReferenceList, backref="+")
        parent = pw.ForeignKeyField("self", null=True, backref="+")
        code = pw.CharField(max_length=60)
        label_en = pw.CharField(max_length=200)
        label_fr = pw.CharField(max_length=200)
        label_hy = pw.CharField(max_length=200)
        reverse_en = pw.CharField(max_length=200)
        reverse_fr = pw.CharField(max_length=200)
        reverse_hy = pw.CharField(max_length=200)
        meaning = pw.CharField(null=True, max_length=30)
        place = pw.IntegerField()
        active = pw.BooleanField()

        class Meta:
            database = db
            table_name = "term"
            indexes = ((("list", "place"), False),)

    class Enterprise(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        name = pw.CharField(max_length=200)
        short_name = pw.CharField(max_length=60)
        other_name = pw.CharField(max_length=200)
        legal_status = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        tax_number = pw.CharField(max_length=20)
        external_id = pw.CharField(max_length=40)
        phone = pw.CharField(max_length=40)
        fax = pw.CharField(max_length=40)
        email = pw.CharField(max_length=120)
        website = pw.CharField(max_length=120)
        address = pw.CharField(max_length=200)
        postcode = pw.CharField(max_length=12)
        city = pw.CharField(max_length=60)
        region = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        country = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        industry = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        domain = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        source = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        bank = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        account = pw.CharField(max_length=34)
        notes = pw.TextField()
        sort_key = pw.CharField(index=True, max_length=120)

        class Meta:
            database = db
            table_name = "enterprise"

    class Person(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        last_name = pw.CharField(max_length=80)
        first_name = pw.CharField(max_length=80)
        patronymic = pw.CharField(max_length=80)
        sex = pw.CharField(max_length=30)
        birth_date = pw.CharField(max_length=10)
        passport_number = pw.CharField(max_length=20)
        passport_issued_by = pw.CharField(max_length=60)
        passport_issued_on = pw.DateField(null=True)
        social_card = pw.CharField(max_length=20)
        phone = pw.CharField(max_length=40)
        mobile = pw.CharField(max_length=40)
        other_phone = pw.CharField(max_length=40)
        email = pw.CharField(max_length=120)
        other_email = pw.CharField(max_length=120)
        address = pw.CharField(max_length=200)
        postcode = pw.CharField(max_length=12)
        city = pw.CharField(max_length=60)
        region = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        country = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        external_id = pw.CharField(max_length=40)
        employer = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        position = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        domain = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        source = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        bank = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        bank_branch = pw.CharField(max_length=60)
        account = pw.CharField(max_length=34)
        stage = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        language = pw.CharField(max_length=30)
        letters = pw.BooleanField()
        emails = pw.BooleanField()
        calls = pw.BooleanField()
        notes = pw.TextField()
        sort_key = pw.CharField(index=True, max_length=120)

        class Meta:
            database = db
            table_name = "person"

    class Employment(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        person = pw.ForeignKeyField(Person, backref="+")
        enterprise = pw.ForeignKeyField(Enterprise, backref="+")
        position = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        since = pw.CharField(max_length=10)
        until = pw.CharField(max_length=10)
        phone = pw.CharField(max_length=40)
        email = pw.CharField(max_length=120)
        contact = pw.BooleanField()

        class Meta:
            database = db
            table_name = "employment"

    class PartnerRole(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        enterprise = pw.ForeignKeyField(Enterprise, backref="+")
        kind = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        since = pw.CharField(max_length=10)
        until = pw.CharField(max_length=10)
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "partner_role"

    class Relationship(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        person = pw.ForeignKeyField(Person, backref="+")
        kind = pw.ForeignKeyField(Term, index=False, backref="+")
        other_person = pw.ForeignKeyField(Person, null=True, backref="+")
        enterprise = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "relationship"

    class Interest(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        person = pw.ForeignKeyField(Person, backref="+")
        topic = pw.ForeignKeyField(Term, index=False, backref="+")

        class Meta:
            database = db
            table_name = "interest"

    class StaffMember(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        last_name = pw.CharField(max_length=80)
        first_name = pw.CharField(max_length=80)
        kind = pw.CharField(max_length=30)
        phone = pw.CharField(max_length=40)
        email = pw.CharField(max_length=120)
        active = pw.BooleanField()
        sort_key = pw.CharField(index=True, max_length=120)

        class Meta:
            database = db
            table_name = "staff_member"

    class ServiceLine(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        code = pw.CharField(unique=True, max_length=12)
        label_en = pw.CharField(max_length=200)
        label_fr = pw.CharField(max_length=200)
        label_hy = pw.CharField(max_length=200)
        place = pw.IntegerField()
        active = pw.BooleanField()

        class Meta:
            database = db
            table_name = "service_line"

    class LineKind(pw.Model):
        line = pw.ForeignKeyField(ServiceLine, backref="+")
        kind = pw.CharField(max_length=30)
        place = pw.IntegerField()

        class Meta:
            database = db
            table_name = "line_kind"
            indexes = ((("line", "kind"), True),)

    class Engagement(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        line = pw.ForeignKeyField(ServiceLine, backref="+")
        kind = pw.CharField(max_length=30)
        topic = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        title = pw.CharField(max_length=200)
        consultation_type = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        development_domain = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        evaluation_type = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        subject = pw.CharField(max_length=200)
        status = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        status_reason = pw.CharField(max_length=200)
        confirmed_on = pw.DateField(null=True)
        decide_by = pw.DateField(null=True)
        starts = pw.CharField(max_length=10)
        ends = pw.CharField(max_length=10)
        location = pw.CharField(max_length=200)
        language = pw.CharField(max_length=30)
        responsible = pw.ForeignKeyField(StaffMember, null=True, backref="+")
        responsible_status = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        client = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        sponsor = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        region = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        domain = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        minimum = pw.IntegerField(null=True)
        maximum = pw.IntegerField(null=True)
        currency = pw.CharField(max_length=3)
        priced = pw.CharField(max_length=30)
        free = pw.BooleanField()
        price = pw.BigIntegerField(null=True)
        discount_rate = pw.IntegerField(null=True)
        discount = pw.BigIntegerField(null=True)
        vat_rate = pw.IntegerField(null=True)
        budget = pw.BigIntegerField(null=True)
        hours = pw.IntegerField(null=True)
        days = pw.IntegerField(null=True)
        findings = pw.TextField()
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "engagement"
            indexes = ((("line", "kind", "starts"), False), (("starts",), False))

    class Party(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        enterprise = pw.ForeignKeyField(Enterprise, backref="+")
        role = pw.CharField(max_length=30)
        amount = pw.BigIntegerField(null=True)
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "party"

    class EngagementStaff(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        member = pw.ForeignKeyField(StaffMember, backref="+")
        role = pw.ForeignKeyField(Term, null=True, index=False, backref="+")

        class Meta:
            database = db
            table_name = "engagement_staff"

    class Meeting(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        day = pw.DateField()
        begins = pw.CharField(max_length=5)
        finishes = pw.CharField(max_length=5)
        location = pw.CharField(max_length=200)

        class Meta:
            database = db
            table_name = "meeting"

    class Registration(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        person = pw.ForeignKeyField(Person, backref="+")
        status = pw.CharField(max_length=30)
        requested_at = pw.DateTimeField(null=True)
        priority = pw.IntegerField()
        answer_until = pw.DateField(null=True)
        position = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        workplace = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        source = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        bank = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        account = pw.CharField(max_length=34)
        price = pw.BigIntegerField(null=True)
        discount_rate = pw.IntegerField(null=True)
        discount = pw.BigIntegerField(null=True)
        vat_rate = pw.IntegerField(null=True)
        net = pw.BigIntegerField()
        vat = pw.BigIntegerField()
        total = pw.BigIntegerField()
        payer = pw.CharField(max_length=30)
        payer_enterprise = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        sponsor = pw.ForeignKeyField(Enterprise, null=True, backref="+")
        order_status = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        order_number = pw.CharField(max_length=30)
        order_date = pw.DateField(null=True)
        payment_type = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        billing_status = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        invoice_number = pw.CharField(max_length=30)
        invoice_date = pw.DateField(null=True)
        due_date = pw.DateField(null=True)
        waived_reason = pw.CharField(max_length=200)
        cancel_reason = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        cancelled_on = pw.DateField(null=True)
        overbooked_reason = pw.CharField(max_length=200)
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "registration"
            indexes = ((("engagement", "status"), False),)

    class Payment(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        registration = pw.ForeignKeyField(Registration, backref="+")
        day = pw.DateField()
        amount = pw.BigIntegerField()
        order_number = pw.CharField(max_length=30)
        payment_type = pw.ForeignKeyField(Term, null=True, index=False, backref="+")
        notes = pw.TextField()

        class Meta:
            database = db
            table_name = "payment"

    class Account(pw.Model):
        version = pw.IntegerField()
        trashed_at = pw.DateTimeField(null=True)
        name = pw.CharField(unique=True, max_length=60)
        full_name = pw.CharField(max_length=200)
        preset = pw.CharField(max_length=30)
        language = pw.CharField(max_length=30)
        active = pw.BooleanField()
        password_hash = pw.CharField(max_length=200)
        theme = pw.CharField(max_length=30)
        keys = pw.TextField()

        class Meta:
            database = db
            table_name = "account"

    class Right(pw.Model):
        account = pw.ForeignKeyField(Account, backref="+")
        code = pw.CharField(max_length=40)

        class Meta:
            database = db
            table_name = "right"
            indexes = ((("account", "code"), True),)

    class Draft(pw.Model):
        account = pw.ForeignKeyField(Account, backref="+")
        place = pw.CharField(max_length=80)
        title = pw.CharField(max_length=200)
        content = pw.TextField()
        saved_at = pw.DateTimeField()

        class Meta:
            database = db
            table_name = "draft"
            indexes = ((("account", "place"), True),)

    class Visit(pw.Model):
        account = pw.ForeignKeyField(Account, backref="+")
        entity = pw.CharField(max_length=30)
        record_id = pw.IntegerField()
        title = pw.CharField(max_length=200)
        at = pw.DateTimeField()

        class Meta:
            database = db
            table_name = "visit"
            indexes = ((("account", "at"), False),)

    class Setting(pw.Model):
        name = pw.CharField(unique=True, max_length=60)
        value = pw.TextField()

        class Meta:
            database = db
            table_name = "setting"

    class Operation(pw.Model):
        at = pw.DateTimeField(index=True)
        account = pw.ForeignKeyField(Account, null=True, backref="+")
        actor = pw.CharField(max_length=200)
        origin = pw.CharField(max_length=200)
        verb = pw.CharField(max_length=40)
        reason = pw.CharField(max_length=500)
        token = pw.CharField(unique=True, null=True, max_length=40)
        undoes = pw.ForeignKeyField("self", null=True, backref="+")

        class Meta:
            database = db
            table_name = "operation"

    class Change(pw.Model):
        operation = pw.ForeignKeyField(Operation, backref="+")
        entity = pw.CharField(max_length=30)
        record_id = pw.IntegerField()
        kind = pw.CharField(max_length=10)
        fields = pw.TextField()

        class Meta:
            database = db
            table_name = "change"
            indexes = ((("entity", "record_id"), False),)

    tables = [
        ReferenceList,
        Term,
        Enterprise,
        Person,
        Employment,
        PartnerRole,
        Relationship,
        Interest,
        StaffMember,
        ServiceLine,
        LineKind,
        Engagement,
        Party,
        EngagementStaff,
        Meeting,
        Registration,
        Payment,
        Account,
        Right,
        Draft,
        Visit,
        Setting,
        Operation,
        Change,
    ]
    db.create_tables(tables, safe=False)
    person: Any = Person
    for link in ("director", "responsible"):
        field: Any = pw.ForeignKeyField(person, field=person.id, null=True, backref="+")
        migrator.migrate(migrator.add_column("enterprise", f"{link}_id", field))
    db.execute_sql(
        "CREATE UNIQUE INDEX registration_once ON registration (engagement_id, person_id) "
        "WHERE status NOT IN ('cancelled', 'transferred') AND trashed_at IS NULL"
    )
    postgresql = isinstance(db, pw.PostgresqlDatabase)
    if postgresql:  # sorted as SQLite sorts, whatever the language of the server
        for table in ("enterprise", "person", "staff_member"):
            db.execute_sql(f'ALTER TABLE {table} ALTER sort_key TYPE VARCHAR(120) COLLATE "C"')
    collation, storage = (' COLLATE "C"', "") if postgresql else ("", " WITHOUT ROWID")
    db.execute_sql(
        "CREATE TABLE search_key (entity VARCHAR(20) NOT NULL, kind SMALLINT NOT NULL, "
        f"key VARCHAR(160){collation} NOT NULL, record_id INTEGER NOT NULL, "
        f"PRIMARY KEY (entity, kind, key, record_id)){storage}"
    )
