"""The API: everything that people can do with people, for programs.

`views/` hold one resource a file: access, what was said (a serializer), action, answer, as the
pages do; a write is an action and nothing else. `serializers/` say what goes in and out and hold no
logic. `authentication` takes a token or the session of the pages, `errors` says in plain words what
is in the way, `schema` adds to the OpenAPI schema what holds for every route.

What is not yours does not exist: 404 with the same body, for numbers in addresses and in bodies
alike. Features and posteriors stand in no answer.
"""
