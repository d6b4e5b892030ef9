"""Providers of every dialect: what a request asks, read as OpenAI would be asked, and OpenAI's answer in their own words.
What their APIs refuse they refuse here too, so that a wrong request fails the test that made it."""


class Refused(Exception):
    """A request that the API does not take: its message is the reason."""


def require(holds, why):
    if not holds:
        raise Refused(why)


def tool(name, parameters):
    return {"type": "function", "function": {"name": name, "parameters": parameters}}


def alternate(roles):
    require(roles[:1] == ["user"], f"the first turn is not the user's: {roles}")
    require(all(one != other for one, other in zip(roles, roles[1:])), f"one side speaks twice: {roles}")


THOUGHT = "They want to know."
