using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring.Findings;

internal static class CopyFindings
{
    private const string Copies = "/origin#copies";

    public static IEnumerable<Finding> Of(WebdavFiles files)
    {
        if (files.Missing > 0)
        {
            yield return new Finding(FindingKind.CopiesMissing, Severity.Warning, Copies, [], files.Missing, files.Total);
        }

        if (files.Suspect > 0)
        {
            yield return new Finding(FindingKind.CopiesSuspect, Severity.Warning, Copies, [], files.Suspect);
        }

        if (files.Unplaced > 0)
        {
            yield return new Finding(FindingKind.FilesUnplaced, Severity.Warning, "/origin#migrations", [], files.Unplaced, files.Total);
        }
    }
}
