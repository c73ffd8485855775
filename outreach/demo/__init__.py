"""The demonstration city: a pure, seeded builder. `outreach.demo.build.build_city` makes it."""
