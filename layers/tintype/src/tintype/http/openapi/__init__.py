"""The API's own description, made when it is asked for; no other call imports anything of it."""
