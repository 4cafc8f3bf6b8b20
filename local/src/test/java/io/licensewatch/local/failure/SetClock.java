package io.licensewatch.local.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Sets the machine's clock of a JVM, as its programs see it, while they run: an agent that puts its own answers in place of
 * the JDK's wherever ours, Kafka's, Debezium's or the driver's code asks what time it is; {@link SettableClock} says how late.
 * What measures elapsed time ({@code System.nanoTime}) goes on evenly, as on a machine whose clock is set.
 */
public final class SetClock {
    private static final long LOOK_EACH = 20_000_000; // ns
    private static final String HERE = SetClock.class.getName().replace('.', '/');

    private static volatile long aheadMillis;

    private SetClock() {}

    public static void premain(String file, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Redirection());
        Thread follower = new Thread(() -> follow(Path.of(file)), "set-clock");
        follower.setDaemon(true);
        follower.start();
    }

    private static void follow(Path file) {
        while (true) {
            try {
                if (Files.exists(file)) {
                    aheadMillis = Long.parseLong(Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(LOOK_EACH);
        }
    }

    public static long currentTimeMillis() {
        return System.currentTimeMillis() + aheadMillis;
    }

    public static Instant now() {
        return Instant.now().plusMillis(aheadMillis);
    }

    public static Clock systemUTC() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now();
            }
        };
    }

    private static final class Redirection implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            boolean asked = name.startsWith("io/licensewatch/")
                    || name.startsWith("org/apache/kafka/")
                    || name.startsWith("io/debezium/")
                    || name.startsWith("org/postgresql/");
            if (!asked || name.startsWith(HERE)) {
                return null;
            }
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Redirected(writer), 0);
            return writer.toByteArray();
        }
    }

    private static final class Redirected extends ClassVisitor {
        Redirected(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int code, String owner, String called, String type, boolean isInterface) {
                    boolean redirected = asksForTheTime(owner, called, type);
                    super.visitMethodInsn(code, redirected ? HERE : owner, called, type, !redirected && isInterface);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
                    Object[] redirected = arguments.clone();
                    for (int i = 0; i < redirected.length; i++) {
                        if (redirected[i] instanceof Handle handle
                                && asksForTheTime(handle.getOwner(), handle.getName(), handle.getDesc())) {
                            redirected[i] =
                                    new Handle(Opcodes.H_INVOKESTATIC, HERE, handle.getName(), handle.getDesc(), false);
                        }
                    }
                    super.visitInvokeDynamicInsn(called, type, bootstrap, redirected);
                }
            };
        }
    }

    private static boolean asksForTheTime(String owner, String called, String type) {
        return switch (owner + "." + called + type) {
            case "java/lang/System.currentTimeMillis()J",
                    "java/time/Instant.now()Ljava/time/Instant;",
                    "java/time/Clock.systemUTC()Ljava/time/Clock;" -> true;
            default -> false;
        };
    }
}
