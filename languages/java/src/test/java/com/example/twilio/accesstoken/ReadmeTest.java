package com.example.twilio.accesstoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows runs. */
class ReadmeTest {
    @TempDir
    Path directory;

    @Test
    void exampleRuns() throws Exception {
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(example.find());
        Path source = Files.writeString(directory.resolve("Example.java"), example.group(1));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(java, "-cp", System.getProperty("java.class.path"), source.toString());
        File output = directory.resolve("output").toFile();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        assertEquals(0, process.waitFor(), () -> read(output));
        String[] lines = read(output).split("\n");
        assertTrue(lines[0].startsWith("eyJ"), lines[0]);
        assertEquals(List.of("ttl-too-long", "alice"), List.of(lines).subList(1, lines.length));
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
