package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandType;

/** A person approves the plan that waits for it. */
record Approval(Customer customer, CommandType type) {
    @Override
    public String toString() {
        return "approval of " + type + " for " + customer.name();
    }
}
