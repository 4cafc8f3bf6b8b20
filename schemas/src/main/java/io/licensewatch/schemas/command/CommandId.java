package io.licensewatch.schemas.command;

/** The format of a command id. Ids are checked wherever they come from: a logical message in the WAL can hold anything. */
public final class CommandId {
    /** Prefix of the logical message in which a transaction names the command that it executes. */
    public static final String MESSAGE_PREFIX = "licensewatch.command";

    public static final int LONGEST = 64;

    private CommandId() {}

    public static boolean isOne(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(CommandId::mayBeIn);
    }

    private static boolean mayBeIn(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == ':'
                || character == '_'
                || character == '-';
    }
}
