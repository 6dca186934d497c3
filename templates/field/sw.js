{% load static %}{% autoescape off %}// The service worker of the field app. Made by the office from the files of this build.
import { serve } from '{% static entry %}';

serve(self, {{ plan }});
{% endautoescape %}
