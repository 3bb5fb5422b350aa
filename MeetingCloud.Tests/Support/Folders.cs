namespace MeetingCloud.Tests.Support;

internal static class Folders
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Deletes a folder that something which has just been cut off may still write into, for a moment.</summary>
    public static Task DeleteAsync(string path) => Eventually.BecomesTrueAsync(
        () =>
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return true;
            }
            catch (IOException) when (Directory.Exists(path))
            {
                return false;
            }
        },
        s_patience,
        $"{path} is deleted");
}
