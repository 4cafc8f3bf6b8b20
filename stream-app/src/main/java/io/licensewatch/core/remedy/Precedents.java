package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;

/** What is known of the commands that were issued before. */
public interface Precedents {
    /** Nothing. */
    Precedents NONE = new Precedents() {
        @Override
        public boolean ended(String commandId) {
            return false;
        }

        @Override
        public boolean spent(String commandId) {
            return false;
        }

        @Override
        public boolean anySpent() {
            return false;
        }

        @Override
        public boolean barred(CommandType type) {
            return false;
        }

        @Override
        public boolean anyBarred() {
            return false;
        }

        @Override
        public CommandMode mode(CommandType type, String target, CommandMode usual, Instant now) {
            return usual;
        }

        @Override
        public int issued(CommandType type, String target, Instant now) {
            return 0;
        }
    };

    /** Whether the worker has reported its end: there is nothing left to take back. */
    boolean ended(String commandId);

    /** Whether it was carried out and did not help, so that another attempt is due. */
    boolean spent(String commandId);

    boolean anySpent();

    /** Whether commands of the type did not help lately, so that a person has to approve. */
    boolean barred(CommandType type);

    boolean anyBarred();

    /** The mode in which the next one is issued. */
    CommandMode mode(CommandType type, String target, CommandMode usual, Instant now);

    /** How many of a type and target were issued within the 24 hours before. */
    int issued(CommandType type, String target, Instant now);
}
