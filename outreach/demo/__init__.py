"""The demonstration city: a pure, seeded builder. `outreach.demo.builder.build_city` makes it."""
