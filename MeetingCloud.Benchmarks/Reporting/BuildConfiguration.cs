using System.Diagnostics;
using System.Reflection;

namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>How this program, and the services with it, was built.</summary>
internal static class BuildConfiguration
{
    private static readonly Assembly s_assembly = typeof(BuildConfiguration).Assembly;

    public static string Name { get; } = s_assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Whether the code is as fast as what is deployed.</summary>
    public static bool IsOptimized { get; } = s_assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
}
