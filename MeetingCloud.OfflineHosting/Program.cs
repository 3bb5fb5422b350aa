using System.Runtime.Versioning;
using MeetingCloud.OfflineHosting.Supervision;

[assembly: UnsupportedOSPlatform("browser")]

return await Supervisor.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput());
