"""Sign-in, sign-out and change of password: django-allauth's views with our answers."""

from allauth.account import views
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from gallery.notices import tell

TOO_MANY = "too_many_login_attempts"


class OurForm:
    """The labels stand above the fields, so nothing needs to stand in them."""

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form: Form = super().get_form(form_class)  # type: ignore[misc]  # mixed into a FormView
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form


class SignInView(OurForm, views.LoginView):  # type: ignore[misc]  # allauth ships no types
    """Answers 429 after five wrong passwords in five minutes."""

    def form_invalid(self, form: Form) -> HttpResponse:
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if TOO_MANY in codes:
            response: HttpResponse = views.ratelimit.respond_429(self.request)
            return response
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ChangePasswordView(OurForm, views.PasswordChangeView):  # type: ignore[misc]  # allauth ships no types
    """Leads back to the settings."""

    success_url = reverse_lazy("settings")

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        tell(self.request, "Your password is changed. Other devices have to sign in again.")
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response
