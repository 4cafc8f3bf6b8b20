package io.licensewatch.schemas.command;

/** What the id of a command looks like, wherever it comes from: a message in the source's log can hold anything. */
public final class CommandId {
    /** Prefix of the logical message by which a transaction of the source names the command that it carries out. */
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
