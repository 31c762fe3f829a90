package io.deviceregistry.embedded.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** How a data file is opened. */
class OpenFileTest {

    /** An empty file on a disk that is always full. */
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void aNewFileOnAFullDiskIsNotCalledDamaged() {
        assumeTrue(Files.isWritable(FULL), "needs Linux");
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> OpenFile.open(FULL));
        assertEquals("The registry's data file /dev/full cannot be written: no space left on device", refused.getMessage());
    }
}
