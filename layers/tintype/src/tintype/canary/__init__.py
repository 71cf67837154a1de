"""A canary, judged by what its calls came to: counted in each container, compared by a function of its own."""
