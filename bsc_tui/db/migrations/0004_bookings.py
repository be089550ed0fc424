"""Enterprises book seats before they say who comes."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The table of bookings, and the booking whose seat a registration is."""

    class Engagement(pw.Model):
        class Meta:
            database = db
            table_name = "engagement"

    class Enterprise(pw.Model):
        class Meta:
            database = db
            table_name = "enterprise"

    class Booking(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        enterprise = pw.ForeignKeyField(Enterprise, backref="+")
        seats = pw.IntegerField(default=1)
        status = pw.CharField(max_length=30, default="booked")
        requested_at = pw.DateTimeField(null=True)
        priority = pw.IntegerField(default=0)
        answer_until = pw.DateField(null=True)
        overbooked_reason = pw.CharField(max_length=200, default="")
        notes = pw.TextField(default="")

        class Meta:
            database = db
            table_name = "booking"
            indexes = ((("engagement", "status"), False),)

    db.create_tables([Booking], safe=False)
    booking: Any = Booking
    link: Any = pw.ForeignKeyField(booking, field=booking.id, null=True, backref="+")
    migrator.migrate(migrator.add_column("registration", "booking_id", link))
