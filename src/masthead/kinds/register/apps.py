from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "masthead.kinds.register"
    label = "masthead_register"
    verbose_name = "Registers"
    default = True

    def ready(self) -> None:
        from masthead.kinds.register.people import watch

        watch()
