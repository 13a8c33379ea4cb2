"""What can be done with mail: queue it, send what waits, decide about it, set the server."""

from kentongan.channels.email.actions.outbox import give_up, mark_sent, queue_mail, retry_mail
from kentongan.channels.email.actions.sending import SendResult, send_test, send_waiting
from kentongan.channels.email.actions.server import set_mail_server
from kentongan.channels.email.rules import Attachment

__all__ = [
    "Attachment",
    "SendResult",
    "give_up",
    "mark_sent",
    "queue_mail",
    "retry_mail",
    "send_test",
    "send_waiting",
    "set_mail_server",
]
