"""An HTTP front that treats requests as API Gateway's REST APIs do, by the template's own API."""
