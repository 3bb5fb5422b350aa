using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Namespaces;

/// <summary>
/// A test between network namespaces of Linux, which stand in for machines with lines of limited speed between them. It needs
/// <c>ip</c> and <c>tc</c> (Debian's <c>iproute2</c>), <c>curl</c>, <c>redis-server</c>, the rights to make namespaces (root, or
/// CAP_NET_ADMIN and CAP_SYS_ADMIN), and a kernel with <c>veth</c> and <c>tbf</c>. Where any of that is missing there is no such test: it
/// is neither passed, failed nor skipped, the count says so, and standard error says what is missing.
/// </summary>
[XunitTestCaseDiscoverer("MeetingCloud.Tests.Support.Namespaces.NamespaceFactDiscoverer", "MeetingCloud.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute;
