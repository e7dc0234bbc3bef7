package io.mixtide.benchmark.stream;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/** What another JVM has used, read from outside: nothing in it knows of being measured. */
final class ProcessMeter implements AutoCloseable {
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB_PER_MIB = 1024;

  /**
   * Since the process started.
   *
   * @param cpuNanos of all its threads, those that compile and collect garbage among them
   * @param allocatedBytes on its heap
   */
  record Usage(long cpuNanos, long allocatedBytes) {}

  private final long pid;
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final com.sun.management.OperatingSystemMXBean system;

  /** Connects to a JVM of this machine and user. */
  @SuppressWarnings("BanJNDI") // the address is what the process itself, a child, has given
  ProcessMeter(long pid) {
    this.pid = pid;
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      threads =
          ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
      system =
          ManagementFactory.newPlatformMXBeanProxy(
              beans,
              ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
              com.sun.management.OperatingSystemMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException("process %d cannot be measured".formatted(pid), e);
    }
  }

  Usage usage() {
    return new Usage(system.getProcessCpuTime(), threads.getTotalThreadAllocatedBytes());
  }

  /** Memory that the process occupies, in MiB; null where the system does not tell. */
  @Nullable Double residentMib() {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.isReadable(status)) {
      return null;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The process has ended.
    }
  }
}
